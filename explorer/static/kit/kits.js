// The kit on the page: the board with pads and beat, and its files and links.

import { Board } from './board.js';
import { KitDrags } from './kit-drags.js';
import { KitFiles } from './kit-files.js';

/** @typedef {import('../favourites/star.js').Star} Star */

export class Kits {
  /**
   * @param {Omit<import('./board.js').BoardProps, 'changed'> & { address: () => string, star: Star }} props  address:
   *   that of the current sound, from the # on
   */
  constructor(props) {
    const { element, ask, files, address, star, say, fail } = props;
    const now = () => star.leaving(this.board.kit);
    const exportOptions = () => this.board.bar.exportOptions;
    this.board = new Board({ ...props, changed: () => this.files.leaveLink() });
    this.files = new KitFiles({
      element,
      ask,
      kit: now,
      exportOptions,
      address,
      opened: (saved) => {
        const { kit, offer } = star.arrived(saved);
        this.board.stop();
        this.board.change(kit);
        return offer;
      },
      say,
      fail,
    });
    this.drags = new KitDrags({ element, files, kit: now, exportOptions, say });
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

  /** @param {import('../core/types.js').Shown} shown */
  shown(shown) {
    this.board.tools.shown(shown);
  }

  leave() {
    return this.board.tools.leave();
  }
}
