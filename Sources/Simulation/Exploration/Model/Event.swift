/// An event, and its effect on a situation.
struct ModelEvent {
  /// In Dutch, for a path: its reader knows the workflow, not the model.
  let label: String
  let moves: [Move]
  /// The machine whose children it is about, when it changes nothing else that matters.
  var family: String?
}
