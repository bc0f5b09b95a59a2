import CaseCore

/// What is observed of the case of a step: what came of it since the step before that was about it, and how it stands.
struct StepObservation {
  var state = ""
  var children: [String: String] = [:]
  var told: [String: [String]] = [:]
  var refusal: Refusal?
  var expired: [String] = []
  var deadlines: [String: RunningDeadline] = [:]
  var erases = false

  /// How the case stands now.
  mutating func look(at instance: Case) {
    state = instance.state
    for (child, focus) in instance.instances {
      if let child { children[child] = focus.state }
      for (name, running) in focus.deadlines {
        deadlines[DeadlineName(name, child: child).description] = running
      }
    }
  }
}
