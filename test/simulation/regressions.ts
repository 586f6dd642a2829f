/** Seeds that once broke something, and what it was. A seed means something else when the simulator changes: it stays as one more seed. */
export const regressions: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 6, found: 'imported history made a contact known from earlier on, and no window was told' },
  { seed: 9, found: 'a rename was kept and refused as "disk full": its telling was a transaction of its own' },
  { seed: 24, found: 'two threads that changed in one transaction were counted twice among those who wait, when nobody had counted yet' },
  {
    seed: 919,
    found: 'a reaction that was taken in doubt and then refused stayed as it had been, though a status told that it had arrived',
  },
  {
    seed: 1203,
    found: 'two people became one: one had a number before the other, who had two more since, and their moves were told in reverse',
  },
  { seed: 1549, found: 'two starts whose header did not come onto the disk looked like a journal whose end was lost' },
  { seed: 1644, found: 'the checker itself: a list that was refused, as the clock was wrong, counted as an empty one' },
  { seed: 1860, found: 'two changes of number of one person, told in reverse: the number in between was theirs again' },
  { seed: 1914, found: 'a customer’s message was counted twice: by a status in the same transaction, and by its own' },
  {
    seed: 2067,
    found: 'two people became one: who left a number was told before they had come to it, and its earlier owner wrote in between',
  },
  { seed: 3018, found: 'a second attempt that failed hid that the first one had arrived' },
  { seed: 3917, found: 'a person was asked about a second attempt when WhatsApp had said that the first one had arrived after all' },
  { seed: 20_023, found: 'a window that had asked for the number of those who wait was not told when it became what it was before a lock' },
  { seed: 20_076, found: 'the months of a shop whose clock once stood in another century could not be asked for' },
]
