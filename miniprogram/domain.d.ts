export * from '../domain/client'
