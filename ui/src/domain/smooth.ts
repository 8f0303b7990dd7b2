/**
 * Exponential moving average with correction for its start, as TensorBoard draws it.
 * @param weight 0 (as it is) up to 0.999 (nearly flat).
 */
export function smooth(values: (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return values;
  let average = 0;
  let correction = 1;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value;
    average = average * weight + value * (1 - weight);
    correction *= weight;
    return average / (1 - correction);
  });
}
