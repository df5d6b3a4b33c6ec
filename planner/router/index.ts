/** The library for a global scheduler: open a router once, then ask it for every job. */
export {type RoutingPolicyName, routingPolicies} from '../../algorithms/routing/index.js'
export {
  type LateAction,
  PlacementAnswer,
  type RouteAlternative,
  type RouteReason,
  routeReasons,
  type SizeSource,
} from './answer.js'
export {formatAnswer} from './format-answer.js'
export {
  compileRouterIndex,
  loadRouterIndex,
  openSharedIndex,
  type SharedRouterIndex,
  saveRouterIndex,
  shareRouterIndex,
} from './index-file.js'
export {openRouter, type RouterSource, readPlanFile} from './open-router.js'
export type {LoadReport} from './region-loads.js'
export type {NameOrIndex, RoutingInput, RoutingOutput, RoutingRequest} from './request.js'
export {Router} from './router.js'
export type {RouterIndex} from './router-index.js'
export type {RouterOptions} from './router-options.js'
