/** In bytes of JSON, of one value that travels through Temporal: it refuses more than 2 MB, and keeps what it takes in the history. */
export const LARGEST_PAYLOAD = 1_000_000;
