import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { VNode } from "preact";
import { Chart, type ChartText, round } from "./frame";

export interface TreemapTile {
  readonly name: string;
  /** What its area is made of, 0 or more. */
  readonly value: number;
  /** `c1` to `c8`. */
  readonly color: string;
  /** Lines below the name, shown as far as the tile has room. */
  readonly lines: readonly string[];
  /** The whole of it in a sentence, shown on hovering. */
  readonly tip: string;
  readonly href: string;
}

const LINE = 17;
const INSET = 12;
/** About how wide a letter is, plain and bold. */
const LETTER = 7;
const STRONG_LETTER = 8;

interface TreemapProps extends ChartText {
  readonly tiles: readonly TreemapTile[];
  readonly size: { readonly width: number; readonly height: number };
}

/** Tiles whose areas are as their values; each is a link. What has no room for its name is named by the tip alone. */
export function Treemap({ name, title, desc, tiles, size }: TreemapProps): VNode {
  const root = hierarchy<{ tile?: TreemapTile; children?: readonly { tile: TreemapTile }[] }>({
    children: tiles.filter(({ value }) => value > 0).map((tile) => ({ tile })),
  })
    .sum(({ tile }) => tile?.value ?? 0)
    .sort((a, b) => b.value! - a.value!);
  const placed = treemap<{ tile?: TreemapTile }>()
    .size([size.width, size.height])
    .paddingInner(4)
    .tile(treemapSquarify.ratio(1))(root);
  return (
    <Chart
      {...{ name, title, desc, size }}
      hasLinks
      data={{ columns: ["", "Share"], rows: tiles.map((tile) => [tile.name, tile.value]) }}
    >
      {placed.leaves().map(({ data, x0, x1, y0, y1 }) => {
        const tile = data.tile;
        return tile && <Tile key={tile.name} tile={tile} x={x0} y={y0} width={x1 - x0} height={y1 - y0} />;
      })}
    </Chart>
  );
}

function Tile({
  tile,
  x,
  y,
  width,
  height,
}: {
  readonly tile: TreemapTile;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): VNode {
  const room = width - 2 * INSET;
  const rows = Math.floor((height - 2 * INSET + LINE / 2) / LINE);
  const wrapped = wrap(tile.name, Math.floor(room / STRONG_LETTER));
  const names = wrapped && wrapped.length <= rows ? wrapped : [];
  const lines =
    names.length === 0
      ? []
      : tile.lines.filter((line) => line.length * LETTER <= room).slice(0, rows - names.length);
  const textX = round(x + INSET + 2);
  const lineY = (i: number) => round(y + INSET + 11 + i * LINE);
  return (
    <a href={tile.href} class={`leaf ${tile.color}`}>
      <title>{tile.tip}</title>
      <rect class="ground" x={round(x)} y={round(y)} width={round(width)} height={round(height)} rx="6" />
      <rect class="edge" x={round(x)} y={round(y)} width="5" height={round(height)} rx="2.5" />
      {names.map((words, i) => (
        <text key={words} class="strong" x={textX} y={lineY(i)}>
          {words}
        </text>
      ))}
      {lines.map((line, i) => (
        <text key={line} x={textX} y={lineY(names.length + i)}>
          {line}
        </text>
      ))}
    </a>
  );
}

/** The words of a name on lines of at most so many letters; null where a word alone is longer. */
function wrap(name: string, letters: number): string[] | null {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    if (word.length > letters) return null;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
