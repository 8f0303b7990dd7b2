import type { AutoscalerSummary } from '../../../../workflows/contracts/autoscaler-api.ts';

export const PROVIDER_LABELS: Record<AutoscalerSummary['provider'], string> = {
  ec2: 'AWS EC2',
  docker: 'Docker',
  gcp: 'Google Cloud',
};
