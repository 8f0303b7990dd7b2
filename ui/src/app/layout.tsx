import { Suspense, useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { DialogProvider } from '../components/dialogs.tsx';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { LoadingState } from '../components/states.tsx';
import { useLiveTopics } from '../live/hooks.ts';
import { LiveProvider } from '../live/live-provider.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Header } from './header.tsx';
import classes from './layout.module.css';
import { preloadPages } from './pages.ts';

/** Navigation above, the page below, and what all pages share around them. */
export function Layout() {
  const { pathname } = useLocation();
  useEffect(preloadWhenIdle, []);
  return (
    <LiveProvider>
      <DialogProvider>
        <a href="#main" className={classes.skip}>
          Skip to content
        </a>
        <div className={classes.frame}>
          <Header />
          <AlwaysLive />
          <ConnectionBanner />
          <main id="main" className={classes.main} tabIndex={-1}>
            <ErrorBoundary resetKey={pathname}>
              <Suspense fallback={<LoadingState />}>
                <Outlet />
              </Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </DialogProvider>
    </LiveProvider>
  );
}

/** One topic is watched on every page, so that each one notices when the server goes away. */
function AlwaysLive() {
  useLiveTopics('tasks');
  return null;
}

const PRELOAD_DELAY_MS = 2000;

function preloadWhenIdle(): () => void {
  // A page that cannot be fetched ahead is fetched, and its failure shown, when it is opened.
  const timer = setTimeout(() => void preloadPages().catch(() => {}), PRELOAD_DELAY_MS);
  return () => clearTimeout(timer);
}
