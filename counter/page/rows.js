// Keeps the elements of a list in step with what they show. An element stays the same as long as its key does, so
// that the focus and a screen reader's place stay where they are.

/** `make()` a new element for a new key, `show(element, item)` for each; returns whether the focus was lost. */
export function keepRows(parent, items, keyOf, make, show) {
  const old = new Map([...parent.children].map((element) => [element.dataset.key, element]));
  const keys = new Set(items.map((item) => String(keyOf(item))));
  let focusLost = false;
  for (const [key, element] of old) {
    if (keys.has(key)) continue;
    focusLost ||= element.contains(document.activeElement);
    element.remove();
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let element = old.get(key);
    if (element === undefined) {
      element = make(item);
      element.dataset.key = key;
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
    show(element, item);
  }
  return focusLost;
}

/** Set the text of an element only when it changes, so that nothing is read out twice. */
export function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** A copy of the `<template>` with this id. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
