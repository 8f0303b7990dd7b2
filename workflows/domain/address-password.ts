/**
 * The password in an address, without what stands around it. It ends at the last `@` before the path: one that nobody has written
 * as `%40` belongs to it.
 */
export const ADDRESS_PASSWORD = /(?<=[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/"'`]+(?=@)/gi;
