/** A list as the literal of a Postgres `text[]`, for parameters of `em.execute`, which would spread a plain array. */
export const textArray = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
