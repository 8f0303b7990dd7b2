import { type EC2Client, type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';

const PAGE = 500;

/** Those that carry a tag, ended ones too as long as EC2 shows them. */
export async function findInstances(client: EC2Client, tag: string, value: string): Promise<Instance[]> {
  const found: Instance[] = [];
  const pages = paginateDescribeInstances({ client }, { Filters: [{ Name: `tag:${tag}`, Values: [value] }], MaxResults: PAGE });
  for await (const { Reservations = [] } of pages) found.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
  return found;
}
