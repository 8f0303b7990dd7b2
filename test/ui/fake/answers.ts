export interface FakeAnswer {
  status: number;
  data: unknown;
  cookie?: string;
}

export const refuse = (status: number, message: string): FakeAnswer => ({
  status,
  data: { error: { code: String(status), message } },
});
export const answer = (data: unknown): FakeAnswer => ({ status: 200, data });
