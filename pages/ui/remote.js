// The ears of the wall: how large the screen is, and the keys (of a clicker, too) that no button on the page listens to.
const REST = 250

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  parentElement.silence?.() // called again for new data, without the end of the former call
  const measure = () => {
    const { innerWidth: width, innerHeight: height } = window
    if (width !== data.screen?.[0] || height !== data.screen?.[1]) setStateValue('screen', [width, height])
  }
  let timer
  const resized = () => {
    clearTimeout(timer)
    timer = setTimeout(measure, REST)
  }
  const pressed = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || elsewhere(event)) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (key === 'f') return void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
    if (!(key in data.keys)) return
    event.preventDefault()
    setTriggerValue('pressed', data.keys[key])
  }
  measure()
  window.addEventListener('resize', resized)
  document.addEventListener('keydown', pressed)
  return (parentElement.silence = () => {
    clearTimeout(timer)
    window.removeEventListener('resize', resized)
    document.removeEventListener('keydown', pressed)
  })
}

// While somebody types, chooses or presses a button by keyboard, the keys are theirs.
function elsewhere({ target, key }) {
  if (document.querySelector('[role="dialog"]')) return true
  if (target.closest?.('input, textarea, select, [contenteditable="true"], [role="listbox"]')) return true
  return (key === ' ' || key === 'Enter') && Boolean(target.closest?.('button, a'))
}
