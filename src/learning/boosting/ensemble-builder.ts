import type { TreeEnsemble } from "./tree-ensemble";

/** The node arrays of a growing ensemble. They double when full, so read them again after `addNodes`. */
export class EnsembleBuilder {
  feature = new Int32Array(1024);
  threshold = new Float32Array(1024);
  left = new Int32Array(1024);
  missingLeft = new Uint8Array(1024);
  value = new Float32Array(1024);
  cover = new Float64Array(1024);
  gain = new Float64Array(1024);
  readonly #starts: number[] = [0];
  #count = 0;

  /** `baseScore`: the margin before the first tree, a float32 number. */
  constructor(readonly baseScore: number) {}

  /** Number of nodes: the index of the next one. */
  get nodes(): number {
    return this.#count;
  }

  /** Adds `count` nodes, leaves of value 0 at first, and returns the index of the first. */
  addNodes(count: number): number {
    const first = this.#count;
    this.#count += count;
    if (this.#count > this.feature.length) this.#grow();
    this.feature.fill(-1, first, this.#count);
    this.left.fill(-1, first, this.#count);
    return first;
  }

  /** Makes a leaf a split; its children are at `left` and `left + 1`. */
  setSplit(
    node: number,
    feature: number,
    threshold: number,
    missingLeft: boolean,
    left: number,
    gain: number,
  ): void {
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.missingLeft[node] = missingLeft ? 1 : 0;
    this.left[node] = left;
    this.gain[node] = gain;
  }

  /** Ends the tree that all nodes since the last call belong to. */
  endTree(): void {
    this.#starts.push(this.#count);
  }

  build(): TreeEnsemble {
    const end = this.#count;
    const left = this.left.slice(0, end);
    return {
      baseScore: this.baseScore,
      treeStart: Int32Array.from(this.#starts),
      feature: this.feature.slice(0, end),
      threshold: this.threshold.slice(0, end),
      left,
      right: left.map((child) => (child < 0 ? -1 : child + 1)),
      missingLeft: this.missingLeft.slice(0, end),
      value: this.value.slice(0, end),
      cover: this.cover.slice(0, end),
      gain: this.gain.slice(0, end),
    };
  }

  #grow(): void {
    const size = 2 * this.feature.length;
    this.feature = widen(this.feature, new Int32Array(size));
    this.threshold = widen(this.threshold, new Float32Array(size));
    this.left = widen(this.left, new Int32Array(size));
    this.missingLeft = widen(this.missingLeft, new Uint8Array(size));
    this.value = widen(this.value, new Float32Array(size));
    this.cover = widen(this.cover, new Float64Array(size));
    this.gain = widen(this.gain, new Float64Array(size));
  }
}

function widen<T extends Int32Array | Float32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
