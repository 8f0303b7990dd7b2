import { useSession } from '../../app/session.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';

/** Versions and addresses of the installation. */
export function AboutSection() {
  const { server } = useSession();
  const address = (label: string, url: string | null): Fact => ({
    label,
    value: url && <a href={url}>{url}</a>,
    copy: url ?? undefined,
  });
  return (
    <>
      <Panel title="Versions">
        <Facts
          facts={[
            { label: 'Perdura', value: server.version, copy: server.version },
            { label: 'API', value: '2.35' },
          ]}
        />
      </Panel>
      <Panel title="Addresses">
        <Facts
          facts={[
            address('Web', server.webUrl),
            address('API', server.apiUrl),
            address('Files', server.filesUrl),
            address('Temporal Web', server.temporalWebUrl),
          ]}
        />
      </Panel>
    </>
  );
}
