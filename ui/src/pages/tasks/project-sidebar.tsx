import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { type ProjectNode, projectTree } from '../../domain/project-tree.ts';
import { useProjects } from '../../queries/use-projects.ts';
import classes from './project-sidebar.module.css';

interface ProjectSidebarProps {
  selected: string | undefined;
  onHide: () => void;
}

/** The projects as a tree; choosing one narrows the task table to it and what is below. */
export function ProjectSidebar({ selected, onHide }: ProjectSidebarProps) {
  const query = useProjects();
  const [filter, setFilter] = useState('');
  return (
    <nav className={classes.sidebar} aria-label="Projects">
      <div className={classes.head}>
        <TextInput
          aria-label="Filter projects"
          placeholder="Projects"
          leftSection={<Icon name="search" size={13} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          style={{ flex: 1 }}
        />
        <IconButton icon="chevronLeft" label="Hide projects" size="sm" onClick={onHide} />
      </div>
      <div className={classes.tree}>
        <QueryView query={query}>
          {(projects) => {
            const matching = projects.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
            return (
              <ul className={classes.list}>
                <ProjectItem to="/tasks" label="All tasks" selected={selected === undefined} />
                {projectTree(matching).map((node) => (
                  <ProjectBranch key={node.id} node={node} selected={selected} depth={0} open={filter !== ''} />
                ))}
                {matching.length === 0 && <li className={classes.none}>{filter ? 'No project matches' : 'No projects yet'}</li>}
              </ul>
            );
          }}
        </QueryView>
      </div>
    </nav>
  );
}

interface ProjectBranchProps {
  node: ProjectNode;
  selected: string | undefined;
  depth: number;
  open: boolean;
}

function ProjectBranch({ node, selected, depth, open: forced }: ProjectBranchProps) {
  const [opened, setOpened] = useState(() => contains(node, selected));
  const open = forced || opened;
  const branches = node.children.length > 0;
  return (
    <>
      <ProjectItem
        to={`/projects/${node.id}/tasks`}
        label={node.label}
        title={node.path}
        count={node.tasks}
        depth={depth}
        selected={selected === node.id}
        {...(branches ? { open, onToggle: () => setOpened(!opened) } : {})}
      />
      {open &&
        node.children.map((child) => (
          <ProjectBranch key={child.id} node={child} selected={selected} depth={depth + 1} open={forced} />
        ))}
    </>
  );
}

const contains = (node: ProjectNode, id: string | undefined): boolean =>
  node.children.some((child) => child.id === id || contains(child, id));

interface ProjectItemProps {
  to: string;
  label: string;
  title?: string;
  count?: number;
  depth?: number;
  selected: boolean;
  open?: boolean;
  onToggle?: () => void;
}

function ProjectItem({ to, label, title, count, depth = 0, selected, open, onToggle }: ProjectItemProps) {
  const { search } = useLocation();
  return (
    <li className={classes.item} data-selected={selected} style={{ paddingLeft: 4 + depth * 13 }}>
      {onToggle ? (
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-label={`${open ? 'Close' : 'Open'} ${label}`}
          onClick={onToggle}
        >
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={12} />
        </button>
      ) : (
        <span className={classes.toggle} />
      )}
      <Link
        to={{ pathname: to, search }}
        className={classes.link}
        title={title ?? label}
        aria-current={selected ? 'page' : undefined}
      >
        {label}
      </Link>
      {count !== undefined && count > 0 && <span className={classes.count}>{count}</span>}
    </li>
  );
}
