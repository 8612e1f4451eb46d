// A quiet button at the foot of a chart: the chart as a picture, drawn by plotly in this browser, on its paper, with its title and source.
// And on a phone, whose width the server does not know: names of a matrix that would lie on each other step back, the less important first.
const NARROW = 480
const MARGIN = 20, TITLE = 18, TEXT = 13, LINE = 1.4, SCALE = 2
const FONT = "Inter, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
const FACES = [400, 600, 700]

export default function ({ parentElement, data }) {
  const host = parentElement.host ?? parentElement
  const block = host.closest('.stVerticalBlock')
  const button = parentElement.querySelector('button')
  button.textContent = data.label
  button.title = data.help
  button.onclick = async () => {
    button.disabled = true
    try {
      save(await picture(block.querySelector('.js-plotly-plot'), data), data.file)
    } finally {
      button.disabled = false
    }
  }
  return watched(block)
}

// Thins the names now and after every drawing; returns what stops it.
function watched(block) {
  let chart
  const again = () => thin(chart)
  const waiting = setInterval(() => {
    chart = block.querySelector('.js-plotly-plot')
    if (!chart?.on || !chart.layout) return
    clearInterval(waiting)
    chart.on('plotly_afterplot', again)
    again()
  }, 100)
  return () => {
    clearInterval(waiting)
    chart?.removeListener?.('plotly_afterplot', again)
  }
}

function thin(chart) {
  const kept = []
  const narrow = chart.clientWidth < NARROW && chart.layout.meta?.placed !== undefined
  const plot = chart.querySelector('.nsewdrag')?.getBoundingClientRect()
  for (const label of chart.querySelectorAll('.annotation')) {
    const box = label.querySelector('.annotation-text-g').getBoundingClientRect()
    const hidden = narrow && plot && (box.left < plot.left || box.right > plot.right || kept.some(other => touch(box, other)))
    label.style.visibility = hidden ? 'hidden' : ''
    if (!hidden) kept.push(box)
  }
}

const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

// The layout as it is seen: without the names that stepped back.
function seen(chart) {
  const gone = new Set([...chart.querySelectorAll('.annotation')].filter(l => l.style.visibility === 'hidden').map(l => +l.dataset.index))
  return { ...chart.layout, annotations: (chart.layout.annotations ?? []).filter((_, place) => !gone.has(place)) }
}

async function picture(chart, data) {
  const { width, height } = chart.getBoundingClientRect()
  const drawn = await window.Plotly.toImage({ data: chart.data, layout: seen(chart) }, { format: 'svg', width, height, imageDataOnly: true })
  const head = heading(chart), inner = width
  const lines = [
    ...wrapped(head.title, inner, TITLE, 600).map(text => ({ text, size: TITLE, weight: 600, colour: data.ink })),
    ...wrapped(head.subtitle, inner, TEXT, 400).map(text => ({ text, size: TEXT, weight: 400, colour: data.ink2 })),
  ]
  const source = wrapped(data.source, inner, TEXT, 400).map(text => ({ text, size: TEXT, weight: 400, colour: data.ink2 }))
  const above = tall(lines), below = tall(source)
  const size = { width: Math.round(width + 2 * MARGIN), height: Math.round(above + height + below + 2 * MARGIN + 16) }
  const body = [
    `<rect width="100%" height="100%" fill="${data.paper}"/>`,
    ...written(lines, MARGIN),
    drawn.replace('<svg', `<svg x="${MARGIN}" y="${MARGIN + above + 8}"`),
    ...written(source, MARGIN + above + 8 + height + 8),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><style>${await faces()}</style>${body.join('')}</svg>`
  return painted(svg, size)
}

// What stands above the chart on the page: its title, and the key of its symbols.
function heading(chart) {
  for (let node = chart; node && !node.matches('.stMain'); node = node.parentElement) {
    for (let before = node.previousElementSibling; before; before = before.previousElementSibling) {
      const titles = [...before.querySelectorAll('h2, h3, h4, h5, h6')]
      if (titles.length) {
        const title = titles.at(-1)
        const captions = [...before.querySelectorAll('[data-testid="stCaptionContainer"]')]
        const after = captions.find(caption => title.compareDocumentPosition(caption) & Node.DOCUMENT_POSITION_FOLLOWING)
        return { title: title.innerText.trim(), subtitle: after ? after.innerText.trim() : '' }
      }
    }
  }
  return { title: '', subtitle: '' }
}

// Lines that fit a width; Chinese may break anywhere, words may not.
function wrapped(text, width, size, weight) {
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = `${weight} ${size}px ${FONT}`
  const lines = []
  let line = ''
  for (const piece of (text || '').replace(/\s+/g, ' ').match(/[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s?|\s/g) ?? []) {
    if (line && pen.measureText(line + piece.trimEnd()).width > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines
}

const tall = lines => lines.reduce((sum, line) => sum + line.size * LINE, 0)

function written(lines, top) {
  let y = top
  return lines.map(({ text, size, weight, colour }) => {
    y += size * LINE
    const style = `font:${weight} ${size}px ${FONT.replaceAll('"', "'")}`
    return `<text x="${MARGIN}" y="${y - size * 0.3}" fill="${colour}" style="${style}">${escaped(text)}</text>`
  })
}

const escaped = text => text.replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])

// A picture sees no font of its page: ours travels inside it.
let kept
const faces = () => (kept ??= Promise.all(FACES.map(face)).then(found => found.join('')))

async function face(weight) {
  try {
    const answer = await fetch(new URL(`app/static/Inter-${weight}.woff2`, document.baseURI))
    if (!answer.ok) return ''
    const url = await read(await answer.blob())
    return `@font-face{font-family:Inter;font-weight:${weight};src:url(${url.replace(/^data:[^;,]*/, 'data:font/woff2')})}`
  } catch {
    return '' // offline proxies and old servers: the next font of the list is used
  }
}

function read(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.onerror = failed
    reader.readAsDataURL(blob)
  })
}

async function painted(svg, { width, height }) {
  const image = new Image()
  image.src = await read(new Blob([svg], { type: 'image/svg+xml' }))
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const pen = canvas.getContext('2d')
  pen.scale(SCALE, SCALE)
  pen.drawImage(image, 0, 0, width, height)
  return new Promise(done => canvas.toBlob(done, 'image/png'))
}

function save(blob, file) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
