/** The most of these spans that lie over one moment; a span's end is not in it. */
export function mostOpen(spans: [from: number, to: number][]): number {
  const real = spans.filter(([from, to]) => to > from);
  const begins = real.map(([from]) => from).sort((a, b) => a - b);
  const ends = real.map(([, to]) => to).sort((a, b) => a - b);
  let [most, ended] = [0, 0];
  begins.forEach((begin, begun) => {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= begin) ended += 1;
    most = Math.max(most, begun + 1 - ended);
  });
  return most;
}
