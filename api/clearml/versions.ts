/** Version of ClearML's API that this server speaks. */
export const API_VERSION = '2.35';
/** The ClearML server of that API: clients decide by it what they may ask for. */
export const SERVER_VERSION = '2.3.0';
