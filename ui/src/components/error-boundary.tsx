import { Component, type ReactNode } from 'react';
import { ErrorState } from './states.tsx';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** A change of this value (the address) gives the page another try. */
  resetKey: string;
}

/** Keeps a fault of one page from taking the navigation with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate(previous: ErrorBoundaryProps): void {
    if (previous.resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
