import torch

from vae.sound.sparse import Sparse


def test_products_are_those_of_the_whole_matrix():
    generator = torch.Generator().manual_seed(0)
    matrix = torch.rand(7, 5, generator=generator)
    matrix[matrix < 0.6] = 0
    dense, stacked = torch.rand(5, 9, generator=generator), torch.rand(2, 3, 5, generator=generator)
    torch.testing.assert_close(Sparse(matrix) @ dense, matrix @ dense)
    torch.testing.assert_close(Sparse(matrix) @ dense[:, ::2], matrix @ dense[:, ::2])
    torch.testing.assert_close(Sparse(matrix).over_last(stacked), stacked @ matrix.T)
