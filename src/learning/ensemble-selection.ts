/**
 * Weights of a blend by forward selection with replacement (Caruana, Niculescu-Mizil, Crew & Ksikes, "Ensemble
 * Selection from Libraries of Models", ICML 2004): every member starts with one vote; each of `steps` more votes goes
 * to the member whose vote lowers the blend's loss most (ties to the earlier member). Few steps keep the weights near
 * equal, which is hard to beat on new data; many steps follow the loss.
 *
 * `members` are k ≥ 1 predictions of the same n rows; `loss` judges a blend of them (n). Returns k weights ≥ 0 that add
 * up to
 * 1. Throws a RangeError without members or if their lengths differ.
 */
export function selectEnsemble(
  members: readonly Float64Array[],
  loss: (blend: Float64Array) => number,
  steps: number,
): Float64Array {
  const [first] = members;
  if (!first) throw new RangeError("an ensemble needs at least one member");
  const n = first.length;
  const odd = members.find((member) => member.length !== n);
  if (odd) throw new RangeError(`the members have ${n} and ${odd.length} rows`);
  const votes = new Float64Array(members.length).fill(1);
  const sum = new Float64Array(n);
  for (const member of members) for (let i = 0; i < n; i++) sum[i]! += member[i]!;
  const tried = new Float64Array(n);
  for (let step = 0; step < steps; step++) {
    const count = members.length + step + 1;
    let best = 0;
    let least = Infinity;
    members.forEach((member, k) => {
      for (let i = 0; i < n; i++) tried[i] = (sum[i]! + member[i]!) / count;
      const value = loss(tried);
      if (value < least) {
        least = value;
        best = k;
      }
    });
    votes[best]!++;
    for (let i = 0; i < n; i++) sum[i]! += members[best]![i]!;
  }
  return votes.map((count) => count / (members.length + steps));
}
