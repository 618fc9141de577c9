export { codeDigest, groupCode, parseCode } from './code'
export { signalResult, type ScanResult } from './signal'
export { useCamera, type CameraState } from './useCamera'
export { useNfc, type NfcState } from './useNfc'
