import 'uplot/dist/uPlot.min.css'
import uPlot from 'uplot'
import { onBeforeUnmount, onMounted, ref, useTemplateRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatNumber } from '@/i18n/formats'

export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim()
export const percent = (value: number) => formatNumber(value, { style: 'percent', maximumFractionDigits: 0 })

type Drawn = Omit<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'hooks'>

/** What all axes of ours look like. */
export const plainAxis = (): uPlot.Axis => ({ stroke: colour('base-content'), grid: { stroke: colour('base-300'), width: 1 }, ticks: { show: false }, font: '13px system-ui, sans-serif' })

/**
 * A chart's life in a `ref="box"` element: drawn when there is room, anew for other data, language, theme or light,
 * and as wide as its box. `pointed` is the place on the axis under the pointer.
 */
export function useChart(height: number, data: () => uPlot.AlignedData, options: () => Drawn) {
  const { locale } = useI18n()
  const box = useTemplateRef<HTMLElement>('box')
  const pointed = ref<number | null>(null)
  let plot: uPlot | undefined

  function draw(): void {
    plot?.destroy()
    if (!box.value) return
    const hooks = { setCursor: [(chart: uPlot) => { pointed.value = chart.cursor.idx ?? null }] }
    plot = new uPlot({ ...options(), width: box.value.clientWidth, height, legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } }, hooks }, data(), box.value)
  }

  const resized = new ResizeObserver(() => {
    if (box.value && plot && plot.width !== box.value.clientWidth) plot.setSize({ width: box.value.clientWidth, height })
  })
  const themed = new MutationObserver(draw)
  const dark = matchMedia('(prefers-color-scheme: dark)')

  onMounted(() => {
    draw()
    if (box.value) resized.observe(box.value)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    dark.addEventListener('change', draw)
  })
  watch([data, locale], draw)
  onBeforeUnmount(() => {
    resized.disconnect()
    themed.disconnect()
    dark.removeEventListener('change', draw)
    plot?.destroy()
  })
  return { pointed }
}
