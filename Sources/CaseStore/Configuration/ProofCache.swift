import CaseCore
import Synchronization

/// What was proved of workflows as administrators set them, or would. A proof takes a tenth of a second, and the same ones are
/// asked for when a proposal is made, looked at and approved.
final class ProofCache: Sendable {
  private struct State {
    var known: [AdjustedWorkflow.Form: [WorkflowFault]] = [:]
    var made = 0
  }

  /// How many are kept. A form is some hundred bytes for each deadline that is set.
  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int = 2_000) { self.limit = limit }

  /// How many proofs were made and not remembered.
  var made: Int { state.withLock(\.made) }

  func faults(of workflow: AdjustedWorkflow) -> [WorkflowFault] {
    if let known = state.withLock({ $0.known[workflow.form] }) { return known }
    let faults = workflow.faults()
    state.withLock { state in
      state.made += 1
      // All at once: who comes back asks for few of them, and then they are proved once more.
      if state.known.count >= limit { state.known = [:] }
      state.known[workflow.form] = faults
    }
    return faults
  }
}
