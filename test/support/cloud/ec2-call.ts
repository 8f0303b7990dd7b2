/** One call of EC2's API, which writes lists as `Filter.1.Value.2`. */
export interface Ec2Call {
  action: string;
  parameters: Record<string, string>;
  /** Of the credentials that it is signed with. */
  accessKey: string | undefined;
}

export function parseCall(body: string, authorization: string): Ec2Call {
  const { Action = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return { action: Action, parameters, accessKey: /Credential=([^/]+)/.exec(authorization)?.[1] };
}

/** The names below `prefix.N`, by N: `listOf(call, 'Filter')` has `{ Name, 'Value.1' }`. */
export function listOf({ parameters }: Ec2Call, prefix: string): Record<string, string>[] {
  const items: Record<string, string>[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    if (!name.startsWith(`${prefix}.`)) continue;
    const [number, ...rest] = name.slice(prefix.length + 1).split('.');
    items[Number(number) - 1] ??= {};
    items[Number(number) - 1]![rest.join('.')] = value;
  }
  return items.filter(Boolean);
}

/** `valuesOf(call, 'InstanceId')`: of `InstanceId`, `InstanceId.1`, and so on. */
export const valuesOf = ({ parameters }: Ec2Call, name: string): string[] =>
  Object.keys(parameters)
    .filter((key) => key === name || (/^\d+$/.test(key.slice(name.length + 1)) && key.startsWith(`${name}.`)))
    .map((key) => parameters[key]!);

export function tagsOf(call: Ec2Call, resourceType: string): Record<string, string> {
  const specification = listOf(call, 'TagSpecification').find(({ ResourceType }) => ResourceType === resourceType) ?? {};
  const tags = listOf({ ...call, parameters: specification }, 'Tag');
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Everything that the call says, but for its token. */
export function fingerprint({ parameters: { ClientToken, ...rest } }: Ec2Call): string {
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
