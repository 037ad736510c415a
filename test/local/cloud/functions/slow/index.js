'use strict'
// Takes longer than the platform's three seconds. Its second call says whether the instance is the same.
const born = Date.now()

exports.main = ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, born))
