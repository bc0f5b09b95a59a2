import CaseCore

/// The observed outcome of a step.
struct StepObservation {
  var state = ""
  var children: [String: String] = [:]
  var told: [String: [String]] = [:]
  var refusal: Refusal?
  var expired: [String] = []
  var deadlines: [String: RunningDeadline] = [:]
  var erases = false
}
