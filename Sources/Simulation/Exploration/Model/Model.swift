import CaseCore
import OrderedCollections

/// The situations of a workflow, as far as its guards distinguish them, and what events do to them.
///
/// A situation has the state of the case and everything that guards depend on; children are counted by sort: none, one, more.
/// The model over-approximates: a guard on something it does not follow (how long ago a date is, what a text says) may hold or
/// not, and a deadline may end while it stands still. So what cannot happen here cannot happen in any case, and what can happen here may be impossible in a real case.
final class Model {
  typealias Node = DecisionDiagrams.Node

  let workflow: Workflow
  let inventory: Inventory
  let mentions: Mentions
  let space = Space()
  let root: Frame
  private(set) var children: OrderedDictionary<String, Children> = [:]
  /// The number of bits of a situation; its variables come first.
  let bits: Int32

  /// An input of a command, or a guard that is not followed.
  struct Question: Hashable {
    let scope: String
    let about: String
  }

  private var answers: [Question: Space.Variable] = [:]
  private(set) var fields: [Question: Space.Variable] = [:]
  /// The variables that the present event uses.
  var used: Set<Space.Variable> = []

  init(_ workflow: Workflow, _ machine: Machine, _ inventory: Inventory) {
    self.workflow = workflow
    self.inventory = inventory
    mentions = Mentions(workflow)
    root = Frame(workflow.root, machine, mentions, isRoot: true, in: space)
    // The facts of children need no variables of their own: the sorts have them.
    let values = Space()
    for (key, machine) in workflow.machines where key != workflow.root {
      children[key] = Children(key, machine, mentions, workflow, in: space, values: values)
    }
    bits = space.bits
  }

  var diagrams: DecisionDiagrams { space.diagrams }

  /// The case has not ended.
  var isOpen: Node { space.set(root.state, root.open) }

  // MARK: - What is not followed

  /// A value that may hold or not.
  func open(_ scope: String, _ about: String) -> Node {
    let question = Question(scope: scope, about: about)
    let variable = answers[question] ?? space.variable(2)
    answers[question] = variable
    used.insert(variable)
    return space.set(variable, 1)
  }

  /// A choice field of a command: 0 when it was left out, otherwise one more than the number of the option.
  func field(_ name: String, of command: String) -> (variable: Space.Variable, options: [Value])? {
    guard let key = workflow.machine(of: command), let field = workflow.machines[key]?.commands[command]?.fields[name],
      case .choice(let options) = field.kind
    else { return nil }
    let question = Question(scope: command, about: name)
    let variable = fields[question] ?? space.variable(options.count + 1)
    fields[question] = variable
    return (variable, options.map { .choice($0.key) })
  }

  /// The moves, between the beginning and the end of the variables that they use themselves.
  func framed(before: [Move] = [], _ moves: [Move]) -> [Move] {
    let own = used.sorted { $0.bits.lowerBound < $1.bits.lowerBound }
    return (before + own.map(Move.begin) + moves + own.map(Move.forget)).joined(in: diagrams)
  }
}
