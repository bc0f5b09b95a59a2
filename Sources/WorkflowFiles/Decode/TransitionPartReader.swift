import CaseCore

/// Reads the parts of a transition that are groups themselves.
struct TransitionPartReader {
  /// At the end of a deadline: from the region, or from a fact of the case.
  func joinAtDeadline(_ reader: NodeReader) -> Transition.Join? {
    guard var join = join(reader) else { return nil }
    if case .organisations(.field(let name)) = join.source { join.source = .fact(name) }
    return join
  }

  func join(_ reader: NodeReader) -> Transition.Join? {
    guard let group = reader.group(["role", "from", "history"]) else { return nil }
    let role = group.optional("role")?.name()
    let history = group.optional("history")?.flag() ?? false
    return group.required("from")?.name().map { .init(role: role, source: source($0), readsHistory: history) }
  }

  private func source(_ word: String) -> Transition.Join.Source {
    word == "region" ? .region : .organisations(organisations(word))
  }

  /// `sender`, or a reference field of the command.
  func organisations(_ word: String) -> Transition.Organisations { word == "sender" ? .sender : .field(word) }

  /// A role, or the organisations that the command designates.
  func leave(_ reader: NodeReader) -> Transition.Leave? {
    guard reader.isMapping else { return reader.name().map(Transition.Leave.role) }
    return reader.group(["from"])?.required("from")?.name().map { .organisations(organisations($0)) }
  }

  func start(_ reader: NodeReader) -> Transition.Start? {
    if !reader.isMapping { return reader.name().map { .init($0) } }
    guard let group = reader.group(["machine", "join", "each", "except"]) else { return nil }
    // Also when the word after it could not be read.
    let isForEach = group.has("each")
    if !isForEach { group.optional("except")?.fault("«except» hoort bij «each».") }
    var part = group.optional("each")?.word(Each.self).map(\.part)
    let join = group.optional("join")?.group(isForEach ? ["role"] : ["role", "from"])
    let role = join?.required("role")?.name()
    if !isForEach { part = join?.required("from")?.name().map { .organisations(organisations($0)) } }
    let except = group.optional("except")?.names() ?? []
    return group.required("machine")?.name().map { .init($0, role: role, part: part, except: except) }
  }

  private enum Each: String, CaseIterable {
    case parties, recipients

    var part: Transition.Start.Part { self == .parties ? .eachParty : .eachRecipient }
  }

  func end(_ reader: NodeReader) -> Transition.End? {
    guard let group = reader.group(["machine", "from", "target"]) else { return nil }
    let states = group.required("from")?.names() ?? []
    let target = group.required("target")?.name() ?? ""
    return group.required("machine")?.name().map { .init($0, in: states, target: target) }
  }

  func `extension`(_ reader: NodeReader) -> Transition.Extension? {
    guard let group = reader.group(["deadline", "by", "most"]) else { return nil }
    let (name, most) = (group.required("deadline")?.name(), group.required("most")?.count(atLeast: 1))
    guard let length = group.required("by")?.length(), let name, let most else { return nil }
    return .init(name, by: length, most: most)
  }

  func notice(_ reader: NodeReader) -> Transition.Notice {
    let group = reader.group(["event", "to", "acknowledge"])
    let roles = group?.required("to")?.names() ?? []
    return .init(
      event: group?.required("event")?.name() ?? "",
      roles: roles == ["everyone"] ? [] : roles,
      isForEveryone: roles == ["everyone"],
      asksAcknowledgement: group?.optional("acknowledge")?.flag() ?? false
    )
  }
}
