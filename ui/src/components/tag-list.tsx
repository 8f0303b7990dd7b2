import classes from './tag-list.module.css';

/** Tags as small labels; a colour is derived from the text, so that a tag looks the same everywhere. */
export function TagList({ tags }: { tags: string[] }) {
  return (
    <span className={classes.list} title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag} title={tag} style={{ ['--hue' as string]: hueOf(tag) }}>
          {tag}
        </span>
      ))}
    </span>
  );
}

function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)!) % 360;
  return hash;
}
