import type { CloudQuestions, Questions } from './questions.ts';

/** As ClearML's wizard asks them. */
export const AWS_QUESTIONS: CloudQuestions = { example: 'aws4gpu', askCredentials, askResource };

async function askCredentials(questions: Questions): Promise<Record<string, unknown>> {
  const key = await questions.text(
    'AWS access key ID (blank: as the AWS tools find it on the server: environment, ~/.aws, role of the machine)',
  );
  return {
    cloud_credentials_key: key,
    cloud_credentials_secret: key === '' ? '' : await questions.requiredSecret('AWS secret access key'),
    cloud_credentials_region: await questions.text('AWS region', 'us-east-1'),
    use_credentials_chain: key === '',
    cloud_provider: '',
  };
}

async function askResource(questions: Questions): Promise<object> {
  const groups = () => questions.list('A security group (none: leave blank)', 'Another security group?');
  return {
    instance_type: await questions.text('Amazon instance type', 'g4dn.4xlarge'),
    is_spot: await questions.yes('Spot machines?'),
    availability_zone: await questions.text('Availability zone, or several separated by commas', 'us-east-1b'),
    ami_id: await questions.text('Amazon machine image (Ubuntu or Debian)', 'ami-04c0416d6bd8e4b1f'),
    ebs_device_name: await questions.text('EBS device', '/dev/sda1'),
    ebs_volume_size: await questions.count('EBS volume size in GiB', 100),
    ebs_volume_type: await questions.text('EBS volume type', 'gp3'),
    key_name: (await questions.text('Name of the key pair (none: leave blank)')) || null,
    security_group_ids: nullIfEmpty(await groups()),
  };
}

const nullIfEmpty = (list: string[]): string[] | null => (list.length === 0 ? null : list);
