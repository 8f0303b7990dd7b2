import { readFileSync } from 'node:fs';
import { isServiceAccountKey } from '../../autoscaler/config/service-account.ts';
import type { CloudQuestions, Questions } from './questions.ts';

export const GCP_QUESTIONS: CloudQuestions = { example: 'gcp4gpu', askCredentials, askResource };

const IMAGE = 'projects/debian-cloud/global/images/family/debian-12';

async function askCredentials(questions: Questions): Promise<Record<string, unknown>> {
  const file = await questions.optional(
    'File with the key of a service account (blank: application default credentials, as Google finds them on the server)',
    whyNoKey,
  );
  return {
    cloud_credentials_project: await questions.text('Google Cloud project (blank: that of the credentials)'),
    cloud_credentials_secret: file === '' ? '' : readFileSync(file, 'utf8'),
    use_credentials_chain: file === '',
    cloud_provider: 'gcp',
  };
}

function whyNoKey(file: string): string | undefined {
  try {
    return isServiceAccountKey(readFileSync(file, 'utf8')) ? undefined : `${file} is not the key of a service account`;
  } catch (error) {
    return `cannot read ${file}: ${(error as Error).message}`;
  }
}

async function askResource(questions: Questions): Promise<object> {
  const resource = {
    machine_type: await questions.text('Machine type', 'n1-standard-8'),
    is_spot: await questions.yes('Spot machines?'),
    zone: await questions.text('Zone, or several separated by commas', 'us-central1-a'),
    image: await questions.text('Image (Ubuntu or Debian)', IMAGE),
    disk_size_gb: await questions.count('Disk in GiB', 100),
  };
  const gpu_type = await questions.text('GPU to add, such as nvidia-tesla-t4 (none: leave blank)');
  return gpu_type === '' ? resource : { ...resource, gpu_type, gpu_count: await questions.count('How many', 1) };
}
