import type { VNode } from "preact";
import type { Size } from "./frame";
import { Responsive } from "./responsive";

/**
 * Of a chart on a phone, in units of the picture: about as many as it has pixels there, so that letters keep their
 * size.
 */
const NARROW_WIDTH = 340;
const MOST_NARROW_HEIGHT = 300;
/** A chart that is this narrow is drawn once. */
const NARROW_ENOUGH = 380;
/** A drawing that is wider needs most of a page. */
const BROAD = 720;

/** Draws a chart for a wide and for a narrow screen. Ids of the narrow one come from a name of its own. */
export function EachWidth<S extends Pick<Size, "width" | "height">>({
  name,
  size,
  draw,
}: {
  readonly name: string;
  readonly size: S;
  draw(size: S, name: string): VNode;
}): VNode {
  if (size.width <= NARROW_ENOUGH) return draw(size, name);
  const narrow = {
    ...size,
    width: NARROW_WIDTH,
    ...("right" in size && { right: Math.min(16, Number(size.right)) }),
    height: Math.min(size.height, MOST_NARROW_HEIGHT),
  };
  return (
    <Responsive
      wide={draw(size, name)}
      narrow={draw(narrow, `${name}-narrow`)}
      isBroad={size.width > BROAD}
    />
  );
}
