import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A picture as rows of red, green and blue, 8 bits each. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * The picture of a PNG file (8 bits a channel, not interlaced, as Chromium writes it) with a palette of 256 colours, or
 * of fewer where it would be larger than `mostBytes`. PNG specification, third edition: sections 5, 9 and 11.
 */
export function smallPng(file: Uint8Array, mostBytes: number): Uint8Array {
  const picture = readPng(file);
  for (let colors = 256; ; colors >>= 1) {
    const small = writePalettePng(picture, colors);
    if (small.byteLength <= mostBytes || colors <= 32) return small;
  }
}

function readPng(file: Uint8Array): Picture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const data: Uint8Array[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (kind === "IHDR") {
      [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      const [depth, colorType, , , interlaced] = file.subarray(at + 16, at + 21);
      if (depth !== 8 || (colorType !== 2 && colorType !== 6) || interlaced !== 0)
        throw new RangeError(`a PNG of depth ${depth}, colour type ${colorType}`);
      channels = colorType === 2 ? 3 : 4;
    }
    if (kind === "IDAT") data.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return { width, height, rgb: unfiltered(inflateSync(Buffer.concat(data)), width, height, channels) };
}

/** Undoes the filters of section 9.2, and leaves transparency out. */
function unfiltered(raw: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? pixels[at - channels]! : 0;
      const up = y > 0 ? pixels[at - stride]! : 0;
      const corner = x >= channels && y > 0 ? pixels[at - stride - channels]! : 0;
      pixels[at] =
        raw[y * (stride + 1) + 1 + x]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
    }
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = pixels[channels * i + c]!;
  return rgb;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function writePalettePng({ width, height, rgb }: Picture, colors: number): Uint8Array {
  const counts = new Map<number, number>();
  const colorAt = (i: number) => (rgb[3 * i]! << 16) | (rgb[3 * i + 1]! << 8) | rgb[3 * i + 2]!;
  for (let i = 0; i < width * height; i++) counts.set(colorAt(i), (counts.get(colorAt(i)) ?? 0) + 1);
  const palette = paletteOf(counts, colors);
  const indexes = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]));
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexes.get(colorAt(y * width + x))!;

  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // 8 bits an index into a palette.
  header.setUint8(8, 8);
  header.setUint8(9, 3);
  const entries = Uint8Array.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", entries),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/**
 * The colours that are there most often; then such as are not almost one of them. The other shades of letters fall to
 * the nearest.
 */
function paletteOf(counts: ReadonlyMap<number, number>, colors: number): number[] {
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  const palette = byCount.slice(0, colors >> 2);
  for (let apart = 24 ** 2; palette.length < colors && apart >= 1; apart /= 4) {
    for (const color of byCount) {
      if (palette.length === colors) break;
      if (palette.every((chosen) => distance(chosen, color) >= apart)) palette.push(color);
    }
  }
  return palette;
}

function nearest(palette: readonly number[], color: number): number {
  let best = 0;
  for (let i = 1; i < palette.length; i++)
    if (distance(palette[i]!, color) < distance(palette[best]!, color)) best = i;
  return best;
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [
    (a >> 16) - (b >> 16),
    ((a >> 8) & 255) - ((b >> 8) & 255),
    (a & 255) - (b & 255),
  ];
  return red * red + green * green + blue * blue;
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const written = Buffer.alloc(data.length + 12);
  written.writeUInt32BE(data.length, 0);
  written.write(kind, 4, "latin1");
  written.set(data, 8);
  written.writeUInt32BE(crc32(written.subarray(4, 8 + data.length)), 8 + data.length);
  return written;
}
