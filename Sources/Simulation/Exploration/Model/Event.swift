/// Something that can happen, and what it does to a situation.
struct ModelEvent {
  /// In Dutch, for a path: who reads it knows the workflow, not the model.
  let label: String
  let moves: [Move]
  /// The machine whose children it is about, where it changes nothing else of note.
  var family: String?
}
