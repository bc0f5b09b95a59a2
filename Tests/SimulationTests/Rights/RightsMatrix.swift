import CaseCore
import OrderedCollections

/// Every command x every role x how organisation and person stand to the case x every state x every entrance: what the engine says,
/// held against what the text says.
///
/// An entrance makes a ``Command`` and hands it to the one door; what differs between them is who vouches for the person, and that the
/// clock has none. So REST, and a queue with an access token, are one here; a queue with the word of the organisation is another, and the
/// clock a third. The console has no command on a case.
struct RightsMatrix {
  let reading: RightsReading
  /// As the engine runs it.
  let workflow: Workflow
  /// The commands of each machine, in order.
  private let names: [String: [String]]
  private let orders: [String: RightsOrder]

  private(set) var cells = 0
  private(set) var verdicts: [RightsVerdict: Int] = [:]
  /// The first of what differs, in words.
  private(set) var faults: [String] = []
  private(set) var faultCount = 0

  /// - Parameter only: these commands; `nil` for all.
  init(_ reading: RightsReading, _ workflow: Workflow, only: Set<String>? = nil) {
    self.reading = reading
    self.workflow = workflow
    names = reading.machines.keys.reduce(into: [:]) { names, machine in
      names[machine] = reading.commands.filter { name, command in
        command.machine == machine && (only?.contains(name) ?? true)
      }.keys.sorted()
    }
    orders = workflow.machines.values.reduce(into: [:]) { orders, machine in
      for (name, command) in machine.commands { orders[name] = RightsOrder(name, command, in: workflow) }
    }
  }

  var summary: String {
    let counts = verdicts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
    return "rights of \(workflow.key) \(workflow.version): \(cells) cells; \(counts.joined(separator: ", "))"
  }

  mutating func run() {
    for role in reading.access.keys.sorted() {
      for standpoint in Standpoint.before {
        let scene = RightsScene(self, role, standpoint, isBefore: true)
        judgeBefore(scene)
      }
      for standpoint in Standpoint.all(ofPart: reading.access[role] == "part") {
        let scene = RightsScene(self, role, standpoint)
        for state in states(of: reading.root) { judge(scene, in: state) }
        for machine in reading.machines.keys.sorted() where machine != reading.root { judge(scene, childOf: machine) }
      }
    }
    judgeClock()
  }

  private func states(of machine: String) -> [String] { reading.machines[machine]?.states.keys.sorted() ?? [] }

  private func commands(of machine: String) -> [String] { names[machine] ?? [] }

  // MARK: - Before a case, in a case, in a child

  private mutating func judgeBefore(_ scene: RightsScene) {
    for machine in reading.machines.keys.sorted() {
      for command in commands(of: machine) { judge(command, scene, nil, nil, childState: nil) }
    }
  }

  private mutating func judge(_ scene: RightsScene, in state: String) {
    let instance = scene.instance(in: state)
    let commands = commands(of: reading.root)
    for command in commands { judge(command, scene, instance, nil, childState: nil) }
    offer(commands, scene, instance, nil, childState: nil)
  }

  /// While the case goes on, and when it is over.
  private mutating func judge(_ scene: RightsScene, childOf machine: String) {
    let commands = commands(of: machine)
    guard !commands.isEmpty else { return }
    let roots = states(of: reading.root)
    func first(isFinal: Bool) -> String? {
      roots.first { (reading.machines[reading.root]?.states[$0]?.isFinal ?? false) == isFinal }
    }
    for root in [first(isFinal: false), first(isFinal: true)].compactMap(\.self) {
      for state in states(of: machine) {
        let child = "\(machine)-1"
        let instance = scene.instance(in: root, child: child, of: machine, in: state)
        for command in commands { judge(command, scene, instance, child, childState: state) }
        offer(commands, scene, instance, child, childState: state)
      }
    }
  }

  private mutating func judge(
    _ command: String,
    _ scene: RightsScene,
    _ instance: Case?,
    _ child: String?,
    childState: String?
  ) {
    guard let order = orders[command] else { return }
    for isVouched in [false, true] {
      let cell = cell(command, scene, instance, childState, isVouched)
      let outcome = scene.outcome(of: order, on: instance, child: child, isVouched: isVouched)
      count(RightsVerdict(outcome), expected: reading.expected(cell), cell)
      if case .accepted(let decision) = outcome { check(decision.entry, cell) }
    }
  }

  private func cell(
    _ command: String,
    _ scene: RightsScene,
    _ instance: Case?,
    _ childState: String?,
    _ isVouched: Bool
  ) -> RightsReading.Cell {
    RightsReading.Cell(
      command: command,
      role: scene.role,
      standpoint: scene.standpoint,
      state: instance?.state,
      childState: childState,
      isVouched: isVouched
    )
  }

  /// What is offered is what may be given, and nothing else.
  private mutating func offer(
    _ commands: [String],
    _ scene: RightsScene,
    _ instance: Case,
    _ child: String?,
    childState: String?
  ) {
    for isVouched in [false, true] {
      let cells = commands.map { cell($0, scene, instance, childState, isVouched) }
      let allowed = cells.filter { reading.expected($0) == .open }.map(\.command)
      let offered = scene.offered(in: instance, child: child, isVouched: isVouched).filter(commands.contains)
      guard let first = cells.first else { return }
      check(offered.sorted() == allowed, "\(offered) is offered and not \(allowed)", first)
    }
  }

  /// In whose name it is on record, and for whom.
  private mutating func check(_ entry: Entry, _ cell: RightsReading.Cell) {
    check(entry.role == cell.role, "it is on record as \(entry.role ?? "nobody")", cell)
    let isRight = reading.isEntry(of: cell.command, in: entry.to, for: entry.audience)
    check(isRight, "its entry is for \(entry.audience)", cell)
  }

  // MARK: - The clock

  /// A timer that has the name of a command does nothing, in no state.
  private mutating func judgeClock() {
    let scene = RightsScene(self, reading.access.keys.min() ?? "", .stranger)
    for machine in reading.machines.keys.sorted() {
      for state in states(of: machine) {
        let child = machine == reading.root ? nil : "\(machine)-1"
        let instance =
          child.map { scene.instance(in: workflow.rootMachine?.initial ?? "", child: $0, of: machine, in: state) }
          ?? scene.instance(in: state)
        for command in commands(of: machine) {
          let cell = cell(command, scene, instance, child.map { _ in state }, false)
          count(RightsVerdict(scene.outcome(ofTimer: command, on: instance, child: child)), expected: .lapsed, cell)
        }
      }
    }
  }

  // MARK: - Counting

  private mutating func count(_ verdict: RightsVerdict, expected: RightsVerdict, _ cell: RightsReading.Cell) {
    cells += 1
    verdicts[verdict, default: 0] += 1
    check(verdict == expected, "the engine says \(verdict.rawValue), the text \(expected.rawValue)", cell)
  }

  private mutating func check(_ isRight: Bool, _ fault: @autoclosure () -> String, _ cell: RightsReading.Cell) {
    guard !isRight else { return }
    faultCount += 1
    if faults.count < 20 { faults.append("\(cell): \(fault())") }
  }
}
