/** A quiet line in a panel that has nothing to show. */
export function EmptyNote({ text }: { text: string }) {
  return (
    <div className="dim" style={{ padding: '10px 12px' }}>
      {text}
    </div>
  );
}
