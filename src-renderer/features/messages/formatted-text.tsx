import { useLingui } from '@lingui/react/macro'
import { TriangleAlert } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { type Block, type Inline, parseFormatting } from '#renderer/text/parse-formatting.ts'
import { hasHiddenLetters } from '#renderer/text/mixed-scripts.ts'
import styles from './formatted-text.module.css'

/** A message's words with WhatsApp's formatting and links. What looks like markup stays text. */
export function FormattedText({ text }: { text: string }) {
  const blocks = useMemo(() => parseFormatting(text), [text])
  return (
    <div className={styles.text} dir="auto">
      {blocks.map((block, index) => (
        // The blocks of one text never move among each other.
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          <InlineNodes nodes={block.children} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          <InlineNodes nodes={block.children} />
        </blockquote>
      )
    case 'code-block':
      return (
        <pre className={styles.codeBlock}>
          <code>{block.text}</code>
        </pre>
      )
    case 'bullets':
      return <ul className={styles.bullets}>{items(block.items)}</ul>
    case 'numbers':
      return (
        <ol className={styles.numbers} start={block.start}>
          {items(block.items)}
        </ol>
      )
  }
}

function items(list: Inline[][]) {
  return list.map((nodes, index) => (
    <li key={index}>
      <InlineNodes nodes={nodes} />
    </li>
  ))
}

function InlineNodes({ nodes }: { nodes: Inline[] }) {
  return nodes.map((node, index) => (
    <Fragment key={index}>
      <InlineNode node={node} />
    </Fragment>
  ))
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'code':
      return <code className={styles.code}>{node.text}</code>
    case 'bold':
      return (
        <strong>
          <InlineNodes nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <InlineNodes nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <InlineNodes nodes={node.children} />
        </s>
      )
    case 'link':
      return <TextLink text={node.text} href={node.href} disguisedHost={node.disguisedHost} />
  }
}

function TextLink({ text, href, disguisedHost }: { text: string; href: string; disguisedHost: string | null }) {
  const { t } = useLingui()
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
        <bdi>{hasHiddenLetters(text) ? href : text}</bdi>
      </a>
      {disguisedHost !== null && (
        <span className={styles.disguised} title={t`This address is made to look like another. It really leads to ${disguisedHost}`}>
          <TriangleAlert aria-hidden="true" />
          {disguisedHost}
        </span>
      )}
    </>
  )
}
