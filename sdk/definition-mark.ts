/** Marks definitions. The same for every copy of this package. */
export const DEFINITION: unique symbol = Symbol.for('perdura.definition');
