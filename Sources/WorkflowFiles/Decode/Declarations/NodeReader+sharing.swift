import CaseCore

extension NodeReader {
  /// With whom an entry is shared by name: `{ with: field, among: [roles], not: { field, is } }`.
  func sharing() -> Sharing? {
    let group = group(["with", "among", "not"])
    let (field, roles) = (group?.required("with")?.name(), group?.required("among")?.names())
    let not = group?.optional("not")
    let exception = not?.exception()
    guard let field, let roles, not == nil || exception != nil else { return nil }
    return Sharing(with: field, among: roles, not: exception)
  }

  private func exception() -> Sharing.Exception? {
    let group = group(["field", "is"])
    let (field, option) = (group?.required("field")?.name(), group?.required("is")?.scalar(expecting: "een keuze"))
    guard let field, let option else { return nil }
    return Sharing.Exception(field: field, option: option)
  }
}
