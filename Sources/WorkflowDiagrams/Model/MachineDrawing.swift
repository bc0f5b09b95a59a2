/// All that is drawn of one machine, in words for the reader.
struct MachineDrawing: Hashable, Sendable {
  var key: String
  var label: String
  /// The key of the state that it begins in; of a case that can begin in several, the usual one.
  var initial: String
  /// The states that it can begin in, the usual one first.
  var beginnings: [Beginning]
  var states: [StateDrawing]
  /// From one state to another, one arrow for each pair, in the order of the states.
  var arrows: [Arrow]
  /// What can be done in every state that is not final and leads nowhere: said once, not in each of them.
  var everywhere: [Move]
  /// What a child brings about in the case, whatever state that is in.
  var fromChildren: [FromChild]
  /// Who decides together, and how, in words.
  var decisions: [String]
  var deadlines: [DeadlineDrawing]

  /// A state that it can begin in.
  struct Beginning: Hashable, Sendable {
    var state: String
    /// What brings it there.
    var moves: [Move]
  }

  /// Everything that leads from one state to another.
  struct Arrow: Hashable, Sendable {
    var from: String
    var to: String
    var moves: [Move]
  }
}

struct FromChild: Hashable, Sendable {
  var move: Move
  /// The key of the state that the case goes to.
  var target: String
  var targetLabel: String
}
