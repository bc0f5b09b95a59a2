import StrictJSON

extension JSON {
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
}
