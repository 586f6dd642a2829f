import { Clock, Hourglass, Lock, MessageSquare, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/menu.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './gallery.module.css'

/** Names of pieces and made-up words stand here untranslated: nobody but us reads them. */
export function Pieces() {
  return (
    <main>
      <Page title="Pieces" width="wide">
        <Buttons />
        <Fields />
        <Section title="Pills">
          <div className={styles.row}>
            <Pill>neutral</Pill>
            <Pill tone="brand">brand</Pill>
            <Pill tone="waiting" icon={<Clock />} spoken="Waiting for 4 minutes">
              4m
            </Pill>
            <Pill tone="overdue" icon={<TriangleAlert />}>
              1h 10m
            </Pill>
            <Pill tone="closing" icon={<Hourglass />}>
              3h
            </Pill>
            <Pill tone="success">sent</Pill>
            <Pill tone="problem">failed</Pill>
            <Pill tone="note" icon={<Lock />}>
              note
            </Pill>
          </div>
        </Section>
        <Section title="Avatars and keys">
          <div className={styles.row}>
            {['Ana Ribeiro', 'Thabo Nkosi', '+55 11 9', 'Émile', 'Žofie Dvořák', 'Naledi'].map((name) => (
              <Avatar key={name} name={name} />
            ))}
            <Avatar name="Ana Ribeiro" size="small" />
            <Avatar name="Ana Ribeiro" size="large" />
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
          </div>
        </Section>
        <Section title="Notices">
          <Notice tone="info" title="Something to know">
            And what it means.
          </Notice>
          <Notice tone="waiting" title="Something to do" action={<Button size="small">Do it</Button>}>
            And why.
          </Notice>
          <Notice tone="problem" title="Something went wrong">
            And what to do.
          </Notice>
          <Notice tone="success">All is well.</Notice>
        </Section>
        <Section title="Waiting">
          <Skeleton />
          <Skeleton shape="block" />
        </Section>
        <Section>
          <EmptyState icon={<MessageSquare />} title="Nothing here" action={<Button variant="primary">Make one</Button>}>
            What it means that there is nothing.
          </EmptyState>
        </Section>
      </Page>
    </main>
  )
}

function Buttons() {
  const [open, setOpen] = useState<'none' | 'dialog' | 'confirm'>('none')
  const close = () => setOpen('none')
  return (
    <Section title="Buttons">
      <div className={styles.row}>
        <Button variant="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Danger</Button>
        <Button variant="primary" isBusy>
          Busy
        </Button>
        <Button disabledReason="Only the owner can do this.">With a reason</Button>
        <Button size="small">Small</Button>
        <Button size="large" variant="primary">
          Large
        </Button>
        <IconButton label="Remove" icon={<Trash2 />} shortcut="Del" />
        <IconButton label="Remove" icon={<Trash2 />} disabledReason="Nothing is chosen." />
      </div>
      <div className={styles.row}>
        <Button onClick={() => setOpen('dialog')}>Open a dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Open a question</Button>
        <Menu trigger={<Button>Open a menu</Button>}>
          <MenuItem icon={<Clock />} shortcut="H" onSelect={() => {}}>
            Snooze
          </MenuItem>
          <MenuItem onSelect={() => {}} disabledReason="The window is closed.">
            Reply
          </MenuItem>
          <MenuSeparator />
          <MenuItem tone="danger" icon={<Trash2 />} onSelect={() => {}}>
            Remove
          </MenuItem>
        </Menu>
      </div>
      <Dialog
        isOpen={open === 'dialog'}
        onClose={close}
        title="A dialog"
        closeLabel="Close"
        description="What it is for."
        footer={<Button variant="primary">Save</Button>}
      >
        <TextField label="Name" value="" onChange={() => {}} />
      </Dialog>
      <ConfirmDialog
        isOpen={open === 'confirm'}
        onClose={close}
        title="Remove it?"
        cancelLabel="Cancel"
        confirmLabel="Remove"
        onConfirm={close}
      >
        It cannot be taken back.
      </ConfirmDialog>
    </Section>
  )
}

function Fields() {
  const [text, setText] = useState('Papelaria Aurora')
  const [role, setRole] = useState<'attendant' | 'manager' | 'owner'>('attendant')
  const [isOn, setOn] = useState(true)
  return (
    <Section title="Fields">
      <TextField label="Name of the shop" description="Your staff see it." value={text} onChange={setText} />
      <TextField label="Login" value="ana maria" onChange={() => {}} error="Use letters, digits, dots or hyphens, with no spaces." />
      <PasswordField
        label="Password"
        autoComplete="off"
        showLabel="Show"
        hideLabel="Hide"
        value="seven words in a row"
        onChange={() => {}}
      />
      <TextField label="Text" rows={3} hint="optional" value="" placeholder="Olá!" onChange={() => {}} />
      <RadioCards
        label="Role"
        value={role}
        onChange={setRole}
        options={[
          { value: 'attendant', label: 'Attendant', description: 'Answers customers.' },
          { value: 'manager', label: 'Manager', description: 'Runs the daily work.' },
          { value: 'owner', label: 'Owner', disabledReason: 'Only an owner can give this role.' },
        ]}
      />
      <RadioCards
        label="In a row"
        layout="row"
        value={role}
        onChange={setRole}
        options={[
          { value: 'attendant', label: 'Attendant' },
          { value: 'manager', label: 'Manager' },
        ]}
      />
      <Switch label="Single-letter keys" description="They never act while you are writing." isOn={isOn} onChange={setOn} />
    </Section>
  )
}
