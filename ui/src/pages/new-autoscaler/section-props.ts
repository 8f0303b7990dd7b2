import type { ScalerForm } from '../../domain/scalers/scaler-form.ts';

/** What each section of the form is given. */
export interface SectionProps {
  form: ScalerForm;
  problems: Record<string, string>;
  onChange: (part: Partial<ScalerForm>) => void;
}
