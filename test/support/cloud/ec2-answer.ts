export interface Ec2Answer {
  status: number;
  body: string;
}

export const errorAnswer = (status: number, code: string, message: string): Ec2Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>proxy</RequestID></Response>`,
});

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Reservations of an answer, each with one machine as all are launched here; changed or left out one by one. */
export function mapReservations(body: string, change: (reservation: string, instance: string) => string | null): string {
  const start = '<item><reservationId>';
  const [head, ...reservations] = body.split(start);
  const [last, tail] = splitAt(reservations.pop() ?? '', '</reservationSet>');
  if (!tail) return body;
  const changed = [...reservations, last].map((text) => change(text, instanceIn(text)));
  return `${head}${changed.map((text) => (text === null ? '' : start + text)).join('')}${tail}`;
}

export const instanceIn = (text: string): string => /<instanceId>([^<]+)</.exec(text)?.[1] ?? '';

const splitAt = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
};

export interface SpotRequest {
  instance: string;
  status: string;
  tags: Record<string, string>;
}

export function spotRequestsAnswer(requests: SpotRequest[]): Ec2Answer {
  const items = requests.map(({ instance, status, tags }) => {
    const tagSet = Object.entries(tags).map(([key, value]) => `<item><key>${key}</key><value>${escapeXml(value)}</value></item>`);
    return `<item><spotInstanceRequestId>sir-${instance.slice(2, 10)}</spotInstanceRequestId><instanceId>${instance}</instanceId><status><code>${status}</code></status><tagSet>${tagSet.join('')}</tagSet></item>`;
  });
  return {
    status: 200,
    body: `<DescribeSpotInstanceRequestsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><spotInstanceRequestSet>${items.join('')}</spotInstanceRequestSet></DescribeSpotInstanceRequestsResponse>`,
  };
}
