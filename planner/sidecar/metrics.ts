import {Counter, collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry} from 'prom-client'
import type {PlacementAnswer} from '../router/index.js'

/** What the sidecar counts, as OpenMetrics text. */
export class SidecarMetrics {
  readonly #registry = new Registry<OpenMetricsContentType>()
  readonly #requests: Counter<'route' | 'status'>
  readonly #decisions: Counter<'region' | 'reason'>
  readonly #wanBytes: Counter
  readonly #seconds: Histogram
  readonly #reloads: Counter<'outcome'>
  readonly #reloadFailed: Gauge
  readonly #plan: Gauge<'plan'>

  constructor() {
    this.#registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
    const registers = [this.#registry]
    collectDefaultMetrics({register: this.#registry as unknown as Registry})
    this.#requests = new Counter({
      name: 'isthmus_requests_total',
      help: 'Requests answered',
      labelNames: ['route', 'status'],
      registers,
    })
    this.#decisions = new Counter({
      name: 'isthmus_decisions_total',
      help: 'Jobs placed',
      labelNames: ['region', 'reason'],
      registers,
    })
    this.#wanBytes = new Counter({
      name: 'isthmus_expected_wan_bytes_total',
      help: 'Bytes that the placed jobs are expected to move over the WAN',
      registers,
    })
    this.#seconds = new Histogram({
      name: 'isthmus_request_seconds',
      help: 'Seconds from the body of a request to its answer',
      buckets: [0.00001, 0.0001, 0.001, 0.01, 0.1, 1],
      registers,
    })
    this.#reloads = new Counter({
      name: 'isthmus_plan_reloads_total',
      help: 'Attempts to bring another plan into force',
      labelNames: ['outcome'],
      registers,
    })
    for (const outcome of ['ok', 'failed']) this.#reloads.inc({outcome}, 0)
    this.#reloadFailed = new Gauge({
      name: 'isthmus_plan_reload_failed',
      help: '1 where the last reload failed and the plan before it is in force',
      registers,
    })
    this.#plan = new Gauge({
      name: 'isthmus_plan_info',
      help: 'The plan in force',
      labelNames: ['plan'],
      registers,
    })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** @param seconds time that the answer took */
  answered(route: string, status: number, seconds: number): void {
    this.#requests.inc({route, status})
    this.#seconds.observe(seconds)
  }

  decided(answer: PlacementAnswer): void {
    this.#decisions.inc({region: answer.regionName, reason: answer.reason})
    this.#wanBytes.inc(answer.wanBytes)
  }

  inForce(planId: string): void {
    this.#plan.reset()
    this.#plan.set({plan: planId}, 1)
  }

  reloaded(outcome: 'ok' | 'failed'): void {
    this.#reloads.inc({outcome})
    this.#reloadFailed.set(outcome === 'failed' ? 1 : 0)
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
