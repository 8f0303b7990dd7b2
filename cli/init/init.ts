export async function init(_: { file?: string }): Promise<void> {}
