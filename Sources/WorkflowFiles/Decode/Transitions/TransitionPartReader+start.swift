import CaseCore

extension TransitionPartReader {
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
}
