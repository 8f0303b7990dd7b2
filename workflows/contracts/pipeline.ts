/** A pipeline as plain data. Its types stand with the rules that plan it. */
export * from '../domain/pipeline/spec.ts';
