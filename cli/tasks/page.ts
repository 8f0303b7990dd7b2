/** The most lines of a console that the server gives at a time. */
export const LONGEST_PAGE = 10_000;
