import type { PlaylistEntry } from "../../../domain/screens/types.ts";
import type { BoardView } from "../board/store.ts";
import type { ShopPlace } from "../wall/strip.tsx";

/** What every screen is given. It stands in a ScreenFrame, which draws the strip and the marks. */
export interface ScreenProps {
  view: BoardView;
  entry: PlaylistEntry;
  place: ShopPlace;
}
