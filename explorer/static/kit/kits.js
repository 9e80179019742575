// The kit on the page: the board with pads and beat, and its files and links.

import { Board } from './board.js';
import { KitFiles } from './kit-files.js';

export class Kits {
  /**
   * @param {Omit<import('./board.js').BoardProps, 'changed'> & { address: () => string }} props  address: that
   *   of the current sound, from the # on
   */
  constructor(props) {
    const { element, ask, address, say, fail } = props;
    this.board = new Board({ ...props, changed: () => this.files.leaveLink() });
    this.files = new KitFiles({
      element,
      ask,
      kit: () => this.board.kit,
      exportOptions: () => this.board.bar.exportOptions,
      address,
      opened: (kit) => {
        this.board.stop();
        this.board.change(kit);
      },
      say,
      fail,
    });
  }

  /**
   * Fetches the sounds of the stored kit, or of the one in the address.
   * @param {string} hash
   */
  async begin(hash) {
    this.board.begin();
    await this.files.openLink(hash);
  }

  opened() {
    this.board.opened();
  }
}
