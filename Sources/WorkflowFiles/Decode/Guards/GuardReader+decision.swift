import CaseCore

extension GuardReader {
  func decision(_ name: String, _ group: GroupReader) -> Guard? {
    guard let divided = group.optional("divided") else {
      return group.required("is")?.name().map { .decided(name, option: $0) }
    }
    if let option = group.optional("is") { option.fault("Een besluit is verdeeld, of het heeft een uitkomst.") }
    let isDivided = divided.flag()
    return isDivided == false ? .not(.divided(name)) : .divided(name)
  }
}
